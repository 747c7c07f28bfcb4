export { pictureRoutes, sendPicture } from './routes.ts'
export { judgeAgain, startCollecting } from './collecting.ts'
export { pictureKnowledge } from './knowledge.ts'
export { hiddenMarks, type HiddenMark } from './hidden.ts'
export { kindOf, type PictureType } from './kind.ts'
export { heldFiles, heldPictures, type HeldFile } from './held.ts'
export { PictureFetcher } from './fetching.ts'
export { speakingOf } from './looking.ts'
export { loadSeen } from './seen.ts'
export {
  claimPictures,
  keepsPicture,
  ownMatches,
  picturesOfListing,
  showingAny,
  type Showing,
} from './shown-store.ts'
export { sharePictures } from './share-pictures.ts'
export { startSweepingHere, sweepingJob, sweepPictures } from './sweeping.ts'
export { openPictureWorks, sharedPictures, shownPicture, type PictureWorks } from './works.ts'
