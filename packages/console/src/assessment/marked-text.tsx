import { Fragment, type ReactNode } from 'react'
import { visibleParts } from './hidden-characters.ts'
import { piecesOf, type Mark } from './signal-marks.ts'
import type { WordedPart } from '@touchstone/recognition/wording'
import { useText } from '../messages/index.ts'
import styles from './marked-text.module.css'

export type Lit = {
  /** Number of the highlighted signal. */
  signal: number | undefined
  light: (signal: number | undefined) => void
}

export type MarkedTextProps = { text: string; marks: readonly Mark[]; lit?: Lit }

/** Third-party text with the passages marked that signals refer to. */
export function MarkedText({ text, marks, lit }: MarkedTextProps): ReactNode {
  const pieces = piecesOf(text, marks)
  return (
    <span className="stranger" dir="auto">
      {pieces.map(({ text: part, signals }, index) => {
        if (signals.length === 0) return <VisibleText key={index} text={part} />
        const next = pieces[index + 1]?.signals ?? []
        // A signal's number appears once, at the end of its passage.
        const ending = signals.filter((signal) => !next.includes(signal))
        const isLit = lit?.signal !== undefined && signals.includes(lit.signal)
        return (
          <mark
            key={index}
            className={isLit ? `${styles.mark} ${styles.lit}` : styles.mark}
            data-signals={signals.join(' ')}
            onMouseEnter={() => lit?.light(signals[0])}
            onMouseLeave={() => lit?.light(undefined)}
          >
            <VisibleText text={part} />
            {ending.length > 0 && (
              <sup className={styles.numbers} dir="ltr">
                {ending.join(' ')}
              </sup>
            )}
          </mark>
        )
      })}
    </span>
  )
}

/** Text in which invisible characters are shown by name. */
export function VisibleText({ text }: { text: string }): ReactNode {
  const { t } = useText()
  return visibleParts(text).map(({ text: part, hidden }, index) =>
    hidden ? (
      <span key={index} className={styles.hidden} title={t('listing.hidden-character')} dir="ltr">
        {part}
      </span>
    ) : (
      <Fragment key={index}>{part}</Fragment>
    ),
  )
}

/** A sentence of an assessment. English passages on a page in another language are marked as English. */
export function WordedText({ parts }: { parts: readonly WordedPart[] }): ReactNode {
  const { locale } = useText()
  return parts.map(({ text, english }, index) =>
    english && locale !== 'en' ? (
      <span key={index} lang="en">
        <VisibleText text={text} />
      </span>
    ) : (
      <VisibleText key={index} text={text} />
    ),
  )
}
