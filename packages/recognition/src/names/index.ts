export type { NameSpan } from './spans.ts'
export { TitleNames } from './title-names.ts'
