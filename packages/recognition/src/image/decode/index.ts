export {
  decodePicture,
  pictureLimits,
  tooManyBytes,
  type DecodedPicture,
  type Decoding,
  type PictureRefusal,
} from './decode.ts'
