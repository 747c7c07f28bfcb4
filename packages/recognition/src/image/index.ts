export {
  decodePicture,
  pictureLimits,
  tooManyBytes,
  type DecodedPicture,
  type Decoding,
  type PictureRefusal,
} from './decode/index.ts'
export { describePicture, type PictureDescription } from './matching/description.ts'
export { PictureMatcher } from './matching/matcher.ts'
export type { GrayPicture, MatchKind, PictureMatch, Point } from './model.ts'
export { CodeIndex, type NearCode } from './pdq/code-index.ts'
