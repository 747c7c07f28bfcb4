export { compareCaptures, type Changes, type Comparable, type View } from './compare-captures.ts'
export { differingRegions, type Points } from './differing-regions.ts'
