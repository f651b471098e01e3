using AWSense.Benchmarks;

const string Usage = """
    usage: dotnet run -c Release --project bench/AWSense.Benchmarks -- [vision|broker|service|batch|load|cache|dashboard|all] [FOLDER]
           dotnet run -c Release --project bench/AWSense.Benchmarks -- compare PROGRAM [FOLDER]
           dotnet run -c Release --project bench/AWSense.Benchmarks -- bare URL

      vision   decode, crop + resize and inference of the pictures of FOLDER on one core
      broker   durable enqueues, lease + complete cycles over the socket, wake-up of a waiting worker
      service  raw limit and a bare server against the service end to end, idle latency, a hundred at once, worker start and memory
      batch    10,000 pictures in one archive: memory, throughput against single pictures, interactive requests meanwhile; COUNT behind FOLDER changes how many
      load     what the workload generator can send against a trivial server, and what it costs
      cache    what the cache of answers costs a picture that isn't known
      dashboard  throughput with the page Live open against without; memory of 50 open pages; needs chromium
      compare  this build against another one, whose `awsense` is PROGRAM: both serve at once and are loaded in turns; two equal builds may differ by five percent
      bare     the bare server of `service`: it classifies what is sent to it at URL, in its own process, until it is ended
      all      all of them but batch, cache, dashboard, compare and bare (the default)

    FOLDER defaults to images/dev below AWSENSE_SHARED, else to the sample pictures.
    """;

ThreadPool.SetMinThreads(64, 64);
var what = args.Length > 0 ? args[0] : "all";
if (what is not ("vision" or "broker" or "service" or "batch" or "load" or "cache" or "dashboard" or "all" or "compare" or "bare") || (what is "compare" or "bare" && args.Length < 2))
{
    Console.Error.WriteLine(Usage);
    return 2;
}

if (what is "bare")
{
    await BareServer.RunAsync(args[1]);
}

if (what is "vision" or "all")
{
    VisionBenchmark.Run(BenchmarkPictures.Load(args));
}

if (what is "broker" or "all")
{
    await BrokerBenchmark.RunAsync();
}

if (what is "service" or "all")
{
    await ServiceBenchmark.RunAsync(BenchmarkPictures.Load(args));
}

if (what is "load" or "all")
{
    await LoadBenchmark.RunAsync();
}

if (what is "batch")
{
    await BatchBenchmark.RunAsync(BenchmarkPictures.Load(args), args.Length > 2 ? int.Parse(args[2]) : 10_000);
}

if (what is "cache")
{
    await CacheBenchmark.RunAsync(BenchmarkPictures.Load(args));
}

if (what is "dashboard")
{
    await DashboardBenchmark.RunAsync(BenchmarkPictures.Load(args));
}

if (what is "compare")
{
    await CompareBenchmark.RunAsync(args[1], BenchmarkPictures.Load(args[1..]));
}

return 0;
