import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { Columns } from '../../components/index.ts'
import styles from './engine-releases.module.css'
import { StrengthMark } from './state-marks.tsx'
import type { Guard, Term } from './queries.ts'
import { TermMeaning } from './term-meaning.tsx'
import { useLanguageName } from './terms-page.tsx'

export type TermFactsProps = {
  language: string
  term: Term
  /** Whether the term is unchanged from the shipped lexicon, whose sources are in English. */
  asShipped: boolean
}

/** Everything about a term except its guards. */
export function TermFacts({ language, term, asShipped }: TermFactsProps): ReactNode {
  const { t, percent } = useText()
  const nameOf = useLanguageName()
  const when = [
    term.needsBrand && t('term.needs-brand'),
    term.upperCase && t('term.upper-case'),
    term.reviewsOnly && t('term.reviews-only'),
  ].filter((one) => one !== false)
  return (
    <dl className={styles.facts}>
      <dt>{t('lexicon.form')}</dt>
      <dd>
        <ul className={styles.forms} lang={language}>
          {term.forms.map((form) => (
            <li key={form} className="stranger" dir="auto">
              {form}
            </li>
          ))}
        </ul>
      </dd>
      <dt>{t('lexicon.meaning.worded')}</dt>
      <dd>
        <TermMeaning english={term.meaning} />
      </dd>
      <dt>{t('lexicon.language')}</dt>
      <dd>{nameOf(language)}</dd>
      <dt>{t('lexicon.strength')}</dt>
      <dd>
        <StrengthMark strength={term.strength} /> · {t(`term-strength.${term.strength}.meaning`)}
      </dd>
      <dt>{t('lexicon.kind')}</dt>
      <dd>{t(`term-kind.${term.kind}`)}</dd>
      <dt>{t('term.counts')}</dt>
      <dd>{when.length === 0 ? t('term.always') : when.join(' · ')}</dd>
      <dt>{t('lexicon.source')}</dt>
      <dd lang={asShipped ? 'en' : undefined}>{term.source}</dd>
      <dt>{t('lexicon.precision')}</dt>
      <dd>
        {term.precision === undefined ? t('lexicon.precision.none') : percent(term.precision)}
      </dd>
      <dt>{t('lexicon.id')}</dt>
      <dd>
        <code>{term.id}</code>
      </dd>
    </dl>
  )
}

export function Guards({ guards }: { guards: readonly Guard[] }): ReactNode {
  const { t } = useText()
  if (guards.length === 0) return <p className={styles.hint}>{t('term.guards.none')}</p>
  return (
    <Columns
      caption={t('lexicon.guards')}
      heads={[t('lexicon.guard'), t('term-guard.words'), t('term-guard.where')]}
      wide
    >
      {guards.map((guard) => (
        <tr key={guard.id}>
          <td>
            <div>
              <TermMeaning english={guard.meaning} /> ({t(`term-guard.effect.${guard.effect}`)})
              <br />
              <code>{guard.id}</code>
            </div>
          </td>
          <td className="stranger" dir="auto">
            {guard.words.join(', ') || '–'}
          </td>
          <td className="short">
            {guard.quantity === undefined
              ? t(`term-guard.where.${guard.where}`)
              : t(`term-guard.quantity.${guard.quantity}`)}
          </td>
        </tr>
      ))}
    </Columns>
  )
}
