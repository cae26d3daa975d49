using Stray.Contracts.Flows;

namespace Stray.Capture.Flows;

/// <summary>Takes a flow that ends (or a stretch of one): step 5. The slot is cleared, or goes on, when it returns.</summary>
public delegate void FlowEnding(ref FlowState flow, FlowEnd reason);
