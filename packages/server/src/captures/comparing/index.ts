export { compareCaptures, type Changes, type Comparable, type View } from './compare.ts'
export { differingRegions, type Points } from './look.ts'
