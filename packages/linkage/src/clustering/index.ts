export { boundedComponents } from './bounded-components.ts'
export { correlationClusters, type WeightedPair } from './correlation-clusters.ts'
export { findNetworks, linkedComponents, networksIn, type Network } from './find-networks.ts'
export { weakestCut } from './weakest-cut.ts'
