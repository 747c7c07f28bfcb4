export { Describers } from './describers.ts'
export { matchPictures, type MatchSummary, type Refused } from './match-pictures.ts'
