// Most tests wait: for leases to end, and for the servers that play AWS. Each server's tests run one after the other, those of different servers side by side.
[assembly: Xunit.v3.Parallelization(MaxThreads = 8)]
