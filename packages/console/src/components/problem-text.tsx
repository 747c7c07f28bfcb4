import { lazy, Suspense, type ReactNode } from 'react'
import type { Problem } from '../connection/index.ts'
import { useText, withMessages, type MessageKey } from '../messages/index.ts'
import styles from './page-states.module.css'

/** Kinds for which the server’s sentence says more than the page’s. */
const explained: ReadonlySet<Problem['kind']> = new Set(['refused', 'conflict'])

/** Loaded with its messages when a page in another language first shows a refusal. */
const WordedProblem = lazy(async () => {
  try {
    const loaded = await withMessages(['problems'], import('./worded-problem.tsx'))
    return { default: loaded.WordedProblem }
  } catch {
    return { default: GeneralProblem }
  }
})

/**
 * What happened and what to do, in the reader’s language. The server’s own sentences are English: in other languages
 * each code has a sentence of its own.
 */
export function ProblemText({ problem }: { problem: Problem }): ReactNode {
  const { t, locale } = useText()
  const { kind, message, retryAfter } = problem
  if (locale === 'en' && message !== undefined && (explained.has(kind) || kind === 'not-found')) {
    return sentence(message)
  }
  if (explained.has(kind)) {
    return (
      <Suspense fallback={<GeneralProblem problem={problem} />}>
        <WordedProblem problem={problem} />
      </Suspense>
    )
  }
  if (kind === 'too-many-requests' && retryAfter !== undefined) {
    return t('problem.too-many-requests.wait', { seconds: retryAfter })
  }
  return <GeneralProblem problem={problem} />
}

function GeneralProblem({ problem: { kind } }: { problem: Problem }): ReactNode {
  const { t } = useText()
  const key: MessageKey = `problem.${kind}.text`
  return t(key)
}

/** In other languages, the server’s English sentence with its values, folded. */
export function ServerSentence({ problem }: { problem: Problem }): ReactNode {
  const { locale } = useText()
  const { kind, message } = problem
  if (locale === 'en' || message === undefined || !explained.has(kind)) return null
  return <FoldedServerSentence text={sentence(message)} />
}

/** A sentence of a record, worded in English: folded in other languages, where the page has words of its own. */
export function RecordedSentence({ text, className }: RecordedSentenceProps): ReactNode {
  const { locale } = useText()
  return locale === 'en' ? (
    <p className={className}>{text}</p>
  ) : (
    <FoldedServerSentence text={text} />
  )
}

type RecordedSentenceProps = { text: string; className?: string | undefined }

function FoldedServerSentence({ text }: { text: string }): ReactNode {
  const { t } = useText()
  return (
    <details className={styles.fine}>
      <summary>{t('problem.server-sentence')}</summary>
      <span lang="en">{text}</span>
    </details>
  )
}

function sentence(message: string): string {
  const first = message.charAt(0).toUpperCase() + message.slice(1)
  return /[.!?。]$/.test(first) ? first : `${first}.`
}
