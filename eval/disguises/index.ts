export { disguisedTitles, measureDisguises, type DisguiseFigures } from './measure-disguises.ts'
export { measureWordHits, type WordHitFigures } from './word-hits.ts'
export { wordLists } from './word-lists.ts'
