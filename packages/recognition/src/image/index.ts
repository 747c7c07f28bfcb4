export {
  decodeColours,
  decodePicture,
  pictureLimits,
  tooManyBytes,
  type DecodedPicture,
  type Decoding,
  type PictureRefusal,
} from './decode/index.ts'
export { PictureReader, type ReadingParts, type ReadOutcome } from './reading/read-image.ts'
export { describeFeatures } from './features/describe-features.ts'
export { scoreInputs } from './geometry/geometry-score.ts'
export { describePicture, type PictureDescription } from './matching/description.ts'
export { floodOf, type Flood, type FloodLimits, type MatchCounts } from './matching/match-flood.ts'
export { PictureMatcher, type AlikePicture } from './matching/matcher.ts'
export {
  ThreadedPictureMatcher,
  servePictureMatcher,
  type DescribedPicture,
  type PictureChannel,
} from './matching/threaded-matcher.ts'
export { obscuredLines, type ObscuredLine } from './obscured-marks/obscured-lines.ts'
export { mosaicsIn, type Patch } from './obscured-marks/mosaic.ts'
export type { ComparedPicture, MarkLine } from './obscured-marks/measure-marks.ts'
export {
  networkSlots,
  UnfitNetwork,
  type NetworkFile,
  type NetworkFiles,
  type NetworkSlot,
} from './networks/network-slots.ts'
export { PictureNetworks, type Embeddings } from './networks/networks.ts'
export type { GrayPicture, MatchKind, PictureMatch, Point, Transformation } from './model.ts'
export { HashIndex, type NearHash } from './pdq/hash-index.ts'
export { FeatureIndex, type FeatureMatch } from './index/feature-index.ts'
export { Vocabulary } from './visual-vocabulary/feature-words.ts'
