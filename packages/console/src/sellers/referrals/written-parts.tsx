import type { ReferralDraft } from '@touchstone/contract'
import type { ReactNode } from 'react'
import { VisibleText } from '../../assessment/index.ts'
import { Card } from '../../components/index.ts'
import { useText } from '../../messages/index.ts'
import { textOfPart } from './merge-parts.ts'
import { useTemplates, type ReferralDetailView } from './queries.ts'
import styles from './referrals.module.css'

const parts = [
  'complainant',
  'rights',
  'examination',
  'persons',
  'places',
  'genuineUnitValue',
  'transfer',
  'approvalNumber',
] as const

type WrittenPartsProps = { referral: ReferralDetailView; draft: ReferralDraft }

/** What people wrote into the dossier, to be read by whoever releases it. */
export function WrittenParts({ referral, draft }: WrittenPartsProps): ReactNode {
  const { t } = useText()
  const toText = useWrittenText()
  const templates = useTemplates()
  const lines = templates.data?.find(({ id }) => id === referral.template)?.lines ?? []
  const written = parts.flatMap((part) => {
    const texts = toText(draft, part)
    return texts.some((text) => text !== '')
      ? [{ title: t(`dossier-part.${part}`), texts, key: part }]
      : []
  })
  const particulars = draft.particulars.map(({ line, text }) => ({
    title: lines.find(({ id }) => id === line)?.label ?? line,
    texts: [text],
    key: line,
  }))
  return (
    <>
      {[...written, ...particulars].map(({ title, texts, key }) => (
        <Card key={key} title={title}>
          {texts.map((text, place) => (
            <p key={place} className={`${styles.words} stranger`} dir="auto">
              <VisibleText text={text} />
            </p>
          ))}
        </Card>
      ))}
      {referral.documents.length > 0 && (
        <Card title={t('dossier.documents')}>
          <ul className={styles.plain}>
            {referral.documents.map(({ id, purpose, title }) => (
              <li key={id}>
                <span className="stranger" dir="auto">
                  {title}
                </span>{' '}
                <span className={styles.fine}>{t(`dossier-document.${purpose}`)}</span>
              </li>
            ))}
          </ul>
        </Card>
      )}
    </>
  )
}

/** What a part says, with its codes in words. */
function useWrittenText(): (draft: ReferralDraft, part: (typeof parts)[number]) => string[] {
  const { t, labelled, list } = useText()
  return (draft, part) => {
    if (part === 'rights') {
      return draft.rights.map(({ kind, niceClasses, territory, ...right }) =>
        textOfPart([
          t(`dossier-right.${kind}`),
          right,
          niceClasses.length > 0 &&
            labelled(t('dossier.right.classes'), list(niceClasses.map(String))),
          list(territory),
        ]),
      )
    }
    if (part === 'places') {
      return draft.places.map(({ kind, ...place }) =>
        textOfPart([t(`dossier-place.${kind}`), place]),
      )
    }
    const value = draft[part]
    return (Array.isArray(value) ? value : [value]).map(textOfPart)
  }
}
