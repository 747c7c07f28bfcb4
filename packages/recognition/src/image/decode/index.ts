export {
  decodeColours,
  decodePicture,
  pictureLimits,
  tooManyBytes,
  type ColourDecoding,
  type DecodedColours,
  type DecodedPicture,
  type Decoding,
  type PictureRefusal,
} from './decode.ts'
