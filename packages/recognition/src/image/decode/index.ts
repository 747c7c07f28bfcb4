export {
  decodeColours,
  decodePicture,
  pictureLimits,
  tooManyBytes,
  type DecodedColours,
  type DecodedPicture,
  type Decoding,
  type PictureRefusal,
} from './decode.ts'
