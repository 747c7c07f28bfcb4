export {
  compareCaptures,
  type Changes,
  type Comparable,
  type ImageComparison,
} from './compare-captures.ts'
export { differingRegions, type PixelImage } from './differing-regions.ts'
