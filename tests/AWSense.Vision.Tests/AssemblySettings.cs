// Peak memory and allocations are told of the whole process, so tests don't run side by side.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
