import type { ReactNode } from 'react'
import { StateMark } from '../../components/index.ts'
import { useText } from '../../messages/index.ts'
import { useTemplates, type ReferralDetailView, type ReferralTemplateView } from './queries.ts'
import styles from './referrals.module.css'

type SectionLinesProps = {
  referral: Pick<ReferralDetailView, 'template' | 'missing'>
  section: string
}

/** The lines of the template in one section, folded: which of them the dossier has, and where they come from. */
export function SectionLines({ referral, section }: SectionLinesProps): ReactNode {
  const { t } = useText()
  const templates = useTemplates()
  const template = templates.data?.find(({ id }) => id === referral.template)
  const lines = template?.lines.filter((line) => line.section === section) ?? []
  if (lines.length === 0) return null
  const missing = new Set(referral.missing.map(({ line }) => line))
  const lacking = lines.filter(({ id }) => missing.has(id)).length
  return (
    <details className={styles.expected}>
      <summary>
        {t('dossier.expected', { count: lines.length })}
        {lacking > 0 && ` · ${t('dossier.expected.missing', { count: lacking })}`}
      </summary>
      <ul className={styles.plain}>
        {lines.map((line) => (
          <li key={line.id}>
            <TemplateLine line={line} isMissing={missing.has(line.id)} />
          </li>
        ))}
      </ul>
    </details>
  )
}

type TemplateLineProps = { line: ReferralTemplateView['lines'][number]; isMissing: boolean }

function TemplateLine({ line, isMissing }: TemplateLineProps): ReactNode {
  const { t } = useText()
  const { label, required, article, sources, verified } = line
  return (
    <>
      <span className={styles.top}>
        <StateMark tone={isMissing ? (required ? 'bad' : 'waiting') : 'good'}>
          {t(isMissing ? 'dossier.expected.lacks' : 'dossier.expected.has')}
        </StateMark>
        <span>{label}</span>
      </span>
      <span className={styles.fine}>
        {t(required ? 'dossier.expected.required' : 'dossier.expected.wanted')}
        {(article !== null || sources.length > 0) && (
          <>
            {' · '}
            {t('dossier.line.source')}{' '}
            <span lang="en">{[...(article === null ? [] : [article]), ...sources].join(', ')}</span>
            {!verified && ` · ${t('dossier.line.unverified')}`}
          </>
        )}
      </span>
    </>
  )
}
