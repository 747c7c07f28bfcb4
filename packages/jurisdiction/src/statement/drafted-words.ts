import { sentenceList, type SellerLanguage } from '@touchstone/contract'
import { englishMessages, statementTextIn, type StatementText } from '../locales/index.ts'

/** What drafts of a statement say in English; statements in other languages have it in theirs. */
const drafted = [
  'statement.subject.listing',
  'statement.subject.listing-id',
  'statement.subject.account',
  'statement.fact.title',
  'statement.fact.description',
  'statement.fact.right',
  'statement.fact.capture',
  'statement.fact.captures',
  'statement.right.unnamed',
  'statement.right.named',
  'statement.why.counterfeit',
  'statement.why.unlicensed-use',
  'statement.why.copyright',
  'statement.why.design',
  'statement.why.grey-market',
  'statement.redress.reply',
  'statement.redress.certified',
  'statement.redress.courts',
] as const
type Drafted = (typeof drafted)[number]

const { read } = sentenceList(
  Object.fromEntries(drafted.map((key) => [key, englishMessages[key]])) as Record<Drafted, string>,
  ['id', 'text', 'right', 'day', 'platform'],
)

/** The English words of drafts. */
export const draftedWords: StatementText['t'] = statementTextIn('en').t

/** A text of a statement in a language, as far as its draft wrote it; what people wrote stays unchanged. */
export function wordDrafted(text: string, { t }: StatementText): string {
  const known = read(text)
  if (known === undefined) return text
  const { code, values } = known
  const right = values['right']
  return t(code, {
    ...values,
    ...(code.startsWith('statement.why.') &&
      right !== undefined && { right: wordDrafted(right, { t, reviewed: true }) }),
  } as never)
}

/** The same for other messages of a marketplace. */
export function wordDraftedIn(text: string, language: SellerLanguage): string {
  return wordDrafted(text, statementTextIn(language))
}

/** A quotation of a listing has at most so many full stops. */
const maxParts = 30

/** The same of facts, of which a draft states several. */
export function wordDraftedFacts(facts: string, text: StatementText): string {
  const parts = facts.split(/(?<=\.) /)
  const worded: string[] = []
  for (let from = 0; from < parts.length;) {
    let to = from + 1
    while (to - from < maxParts && to < parts.length && !isFact(parts.slice(from, to).join(' ')))
      to++
    const sentence = parts.slice(from, to).join(' ')
    const isDrafted = isFact(sentence)
    worded.push(isDrafted ? wordDrafted(sentence, text) : (parts[from] ?? ''))
    from = isDrafted ? to : from + 1
  }
  return worded.join(' ')
}

/** The same for the facts that a page shows by themselves. */
export function wordDraftedFactsIn(facts: string, language: SellerLanguage): string {
  return wordDraftedFacts(facts, statementTextIn(language))
}

function isFact(sentence: string): boolean {
  return sentence.startsWith('The ') && read(sentence)?.code.startsWith('statement.fact.') === true
}
