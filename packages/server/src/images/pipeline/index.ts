export { pictureRoutes, sendPicture } from './routes.ts'
export { judgeAgain, startCollecting } from './collect-images.ts'
export { pictureKnowledge } from './image-knowledge.ts'
export { hiddenMarks, type HiddenMark } from './hidden-marks.ts'
export { kindOf, type PictureType } from './image-type.ts'
export { heldFiles, heldPictures, type HeldFile } from './stored-images.ts'
export { PictureFetcher } from './image-fetcher.ts'
export { speakingOf } from './image-findings.ts'
export { loadSeen } from './load-known-images.ts'
export {
  claimPictures,
  keepsPicture,
  ownMatches,
  picturesOfListing,
  showingAny,
  type Showing,
} from './listing-images-repository.ts'
export { sharePictures } from './share-images.ts'
export { startSweepingHere, sweepingJob, sweepPictures } from './sweep-images.ts'
export { openPictureWorks, sharedPictures, shownPicture, type PictureWorks } from './image-pipeline.ts'
