import { sentenceList, type SentenceList } from '../stored-sentences.ts'

/**
 * What a capture lacks, and what a reader of a comparison must know. Sealed records hold the sentences; pages word them
 * again in other languages.
 */
export const captureSentences = {
  'page-height': 'The page is {pixels} pixels high; screenshots show the first {shown}.',
  'kept-growing':
    'The page kept growing while it was scrolled; scrolling ended after {scrolls} steps or {pixels} pixels.',
  'too-many-requests': 'After {requests} requests the page received no more responses.',
  'too-many-bytes': 'After {bytes} bytes of responses all connections were closed.',
  'never-finished': 'Part of the page never finished loading.',
  'document-too-large': 'The document is too large to be stored.',
  'ended-early': 'The capture ended early: {sentence}',
  'covered-earlier': 'In the earlier capture, something covers the page ({observed}).',
  'covered-later': 'In the later capture, something covers the page ({observed}).',
  'document-cut-earlier':
    'Only the first {characters} characters of the earlier document are compared.',
  'document-cut-later':
    'Only the first {characters} characters of the later document are compared.',
  'lacks-earlier': 'The earlier capture: {sentence}',
  'lacks-later': 'The later capture: {sentence}',
  'other-view': 'The two were captured with different window sizes or languages.',
  'other-chromium':
    'The two were captured by different versions of Chromium, which may render differently.',
  'texts-too-different': 'The texts differ in too many places to be listed line by line.',
} as const
export type CaptureSentence = keyof typeof captureSentences

const list: SentenceList<typeof captureSentences> = sentenceList(captureSentences, [
  'sentence',
  'observed',
])
export const writeCaptureSentence: SentenceList<typeof captureSentences>['write'] = list.write
export const readCaptureSentence: SentenceList<typeof captureSentences>['read'] = list.read
