// The CDK runs in one node process, which takes one request at a time; the servers of the checks want the machine to themselves.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
