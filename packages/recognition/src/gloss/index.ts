export { coverText, type CoveredPiece, type Passage } from './cover-text.ts'
export { GlossReader, type GlossedPassage, type WordMeaning } from './gloss-reader.ts'
