export {
  changeAspects,
  changeStates,
  compareCaptures,
  type Changes,
  type Comparable,
  type Picture,
  type View,
} from './compare.ts'
export { differingRegions, type Points, type Region } from './look.ts'
