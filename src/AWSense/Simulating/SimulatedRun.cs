using AWSense.Scaling.Policies;
using AWSense.Scaling.Simulation;

namespace AWSense.Simulating;

/// <summary>A policy, and what came of it on a workload.</summary>
internal sealed record SimulatedRun(ScalingPolicy Policy, SimulationResult Result);
