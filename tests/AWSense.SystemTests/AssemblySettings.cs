// Two at once: a test on what plays AWS, which mostly waits, and one of the others, but for those that have the machine to themselves.
[assembly: CollectionBehavior(CollectionBehavior.CollectionPerAssembly)]
[assembly: Xunit.v3.Parallelization(MaxThreads = 2)]
