export { boundedComponents } from './bounded-components.ts'
export { correlationClusters, type WeightedPair } from './correlation-clusters.ts'
export { weakestCut } from './weakest-cut.ts'
