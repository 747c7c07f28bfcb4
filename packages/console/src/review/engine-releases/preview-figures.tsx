import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { VisibleText } from '../../assessment/index.ts'
import { useText } from '../../messages/index.ts'
import { Columns, VerdictMark } from '../../components/index.ts'
import styles from './engine-releases.module.css'
import type { Figures, Trial } from './queries.ts'

/** The effect of a lexicon on stored listings, in figures. */
export function PreviewFigures({ figures }: { figures: Figures }): ReactNode {
  const { t, number } = useText()
  const { sample, read, milliseconds, terms } = figures
  if (sample === 0) return <p className={styles.hint}>{t('term-preview.none')}</p>
  return (
    <>
      <p className={styles.hint}>
        {t('term-preview.read', {
          read,
          sample,
          seconds: number(Math.round(milliseconds / 100) / 10),
        })}
      </p>
      {terms.length > 0 && (
        <Columns
          caption={t('term-preview.found')}
          heads={[
            t('term-preview.term'),
            t('term-preview.found'),
            t('term-preview.counts'),
            t('term-preview.ordinary'),
          ]}
        >
          {terms.map(({ id, found, counts, ordinary }) => (
            <tr key={id} className="figures">
              <td>
                <code>{id}</code>
              </td>
              <td>{number(found)}</td>
              <td>{number(counts)}</td>
              <td title={t('term-preview.ordinary.hint')}>{number(ordinary)}</td>
            </tr>
          ))}
        </Columns>
      )}
      <VerdictChanges moves={figures.moves} />
    </>
  )
}

/** Changed verdicts, from which to which. */
export function VerdictChanges({ moves }: { moves: Figures['moves'] }): ReactNode {
  const { t, number } = useText()
  if (moves.length === 0)
    return <p className={styles.hint}>{t('term-preview.verdict-changes.none')}</p>
  return (
    <Columns
      caption={t('term-preview.verdict-changes')}
      heads={[t('term-preview.from'), t('term-preview.to'), t('term-preview.count')]}
    >
      {moves.map(({ from, to, count }) => (
        <tr key={`${from} ${to}`} className="figures">
          <td>
            <VerdictMark verdict={from} />
          </td>
          <td>
            <VerdictMark verdict={to} />
          </td>
          <td>{number(count)}</td>
        </tr>
      ))}
    </Columns>
  )
}

/** Matches in listings, without personal data. */
export function Examples({ examples }: { examples: Trial['examples'] }): ReactNode {
  const { t } = useText()
  if (examples.length === 0) return null
  return (
    <>
      <h3>{t('term-preview.examples')}</h3>
      <ul className={styles.examples}>
        {examples.map((example, index) => (
          <Example key={index} example={example} />
        ))}
      </ul>
    </>
  )
}

function Example({ example }: { example: Trial['examples'][number] }): ReactNode {
  const { t } = useText()
  const { before, place, after, counts, quietedBy, from, to, listing, reason } = example
  return (
    <li className={counts ? undefined : styles.quieted}>
      {place === '' ? (
        <span className={styles.hint}>{t('term-preview.example.hidden')}</span>
      ) : (
        <span className="stranger" dir="auto">
          <VisibleText text={before} />
          <mark>
            <VisibleText text={place} />
          </mark>
          <VisibleText text={after} />
        </span>
      )}
      <span className={styles.fine}>
        {from === to ? (
          <VerdictMark verdict={to} />
        ) : (
          <>
            <VerdictMark verdict={from} /> → <VerdictMark verdict={to} />
          </>
        )}
        {quietedBy !== null && t('term-preview.example.quiet', { guard: quietedBy })}
        {quietedBy === null && !counts && place !== '' && t('term-preview.example.no-brand')}
        {from !== to && reason}
        {listing !== null && (
          <Link to="/listings/$id" params={{ id: listing }}>
            {t('term-preview.example.open')}
          </Link>
        )}
      </span>
    </li>
  )
}
