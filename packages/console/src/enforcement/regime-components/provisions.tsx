import type { LawLineView } from '@touchstone/contract'
import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { StateMark } from '../../components/index.ts'
import { articleOf } from './article.ts'
import styles from './provisions.module.css'
import { RegimeName } from './regime-name.tsx'
import { useRegimeWords } from './regime-words.ts'

/** Whether the text of a provision has been checked, or was set by the organisation. */
export function CheckedMark({ line }: { line: LawLineView }): ReactNode {
  const { t } = useText()
  if (line.force === 'policy') return <StateMark tone="plain">{t('legal-basis.policy')}</StateMark>
  if (line.verified) return <StateMark tone="good">{t('legal-basis.verified')}</StateMark>
  const words =
    line.consulted === 'not-found' ? t('legal-basis.not-found') : t('legal-basis.not-verified')
  return <StateMark tone="waiting">{words}</StateMark>
}

export type ProvisionsProps = {
  ids: readonly string[]
  lines: ReadonlyMap<string, LawLineView>
  /** The regime, whose law is named where the page does not name it. */
  law?: string
}

/** The legal basis, with the text of each article on request. */
export function Provisions({ ids, lines, law }: ProvisionsProps): ReactNode {
  const { t, locale } = useText()
  const words = useRegimeWords()
  const known = [...new Set(ids)].flatMap((id) => lines.get(id) ?? [])
  if (known.length === 0) return null
  return (
    <details className={styles.law}>
      <summary>
        <span className="only-read-aloud">{t('legal-basis.title')}: </span>
        {law !== undefined && (
          <>
            <RegimeName id={law} />{' '}
          </>
        )}
        {known.map((line) => (
          <span key={line.id} className={styles.article} data-checked={isChecked(line)}>
            {articleOf({ t, locale }, line.article)}
            {line.force === 'policy' && ` · ${t('legal-basis.policy')}`}
            {!isChecked(line) &&
              ` · ${t(line.consulted === 'not-found' ? 'legal-basis.not-found' : 'legal-basis.not-verified')}`}
          </span>
        ))}
      </summary>
      <dl>
        {known.map((line) => (
          <div key={line.id}>
            <dt>
              {articleOf({ t, locale }, line.article)} <CheckedMark line={line} />
            </dt>
            <dd>{words.provision(line)}</dd>
          </div>
        ))}
      </dl>
      {locale !== 'en' && <p className={styles.unofficial}>{t('legal-basis.unofficial')}</p>}
    </details>
  )
}

function isChecked({ force, verified }: LawLineView): boolean {
  return force === 'policy' || verified
}
