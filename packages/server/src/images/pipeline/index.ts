export { imageRoutes, sendImage } from './routes.ts'
export { queueReassessment, startImageCollector } from './collect-images.ts'
export { findAlikeImages } from './alike-images.ts'
export { imageKnowledge } from './add-known-images.ts'
export { findObscuredMarks, type ObscuredMark } from './obscured-marks.ts'
export { detectImage, type ImageType } from './image-type.ts'
export { sampleImageFolder } from './sample-images.ts'
export { storedImageFiles, storedImages, type StoredImageFile } from './stored-images.ts'
export { ImageFetcher } from './image-fetcher.ts'
export { listDisclosedMatches } from './image-findings.ts'
export { loadKnownImages } from './load-known-images.ts'
export {
  claimDueImages,
  hasStoredImage,
  ownMatches,
  imagesOfListings,
  listListingsShowing,
  type ShowingListing,
} from './listing-images-repository.ts'
export { uploadImagesToBucket } from './upload-images-to-bucket.ts'
export { startLocalSweep, sweepImagesJob, sweepImages } from './sweep-images.ts'
export { openImagePipeline, openSharedImages, type ImagePipeline } from './image-pipeline.ts'
export { renderImage } from './render-image.ts'
