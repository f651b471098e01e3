// Each test has the machine to itself: it starts several processes and watches their times.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
