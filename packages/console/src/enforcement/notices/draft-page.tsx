import { Button, NativeSelect } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { GroundField } from '../../investigation/case-components/index.ts'
import { useText } from '../../messages/index.ts'
import { Card, Page } from '../../components/index.ts'
import { DraftBanners } from './draft-banners.tsx'
import { ItemsCard } from './notice-items-card.tsx'
import styles from './notices.module.css'
import { PreviewCard } from './preview-card.tsx'
import { useCheck, useTemplates, type NoticeDetailView } from './notice-queries.ts'
import { RecipientsCard } from './recipients-card.tsx'
import { RecordCard } from './timeline-card.tsx'
import { IpRightCard } from './ip-right-card.tsx'
import { FieldFindings } from './field-findings.tsx'
import { findingsByField, findingsOf, type PlaceOfForm } from './check-findings.ts'
import { SendCard } from './send-card.tsx'
import { SigningCard } from './signing-card.tsx'
import { useDraft, type Writing } from './use-draft.ts'
import { WaysFromNotice } from './notice-links.tsx'
import { SharedFactsCard } from './shared-facts-card.tsx'

/** Props shared by the parts of the form: the draft, and the findings for each part. */
export type PartProps = {
  notice: NoticeDetailView
  writing: Writing
  said: (place: PlaceOfForm | 'else', item?: number) => ReactNode
  /** Whether an earlier notice on the listing of this item turned out to be wrong. */
  isRepeated: (item: number) => boolean
}

/** A draft as a form, with the missing parts named and a preview beside it. */
export function DraftPage({ notice }: { notice: NoticeDetailView }): ReactNode {
  const { t } = useText()
  const writing = useDraft(notice)
  const { draft, change, keptAt } = writing
  const check = useCheck(notice.id, keptAt)
  const sentences = findingsOf(check.data)
  const items = draft.items.length
  const findingsAt: PartProps['said'] = (place, item) => (
    <FieldFindings
      sentences={findingsByField(sentences, place, { items, ...(item !== undefined && { item }) })}
    />
  )
  const isRepeated = (item: number): boolean =>
    sentences.some((one) => one.code === 'repeated' && (one.item === item || one.item === null))
  const part = { notice, writing, said: findingsAt, isRepeated }
  return (
    <Page
      title={t('notice.draft')}
      lead={<SavingState writing={writing} />}
      actions={
        <>
          <Button
            variant="default"
            renderRoot={(props) => <Link to="/notices/$id" params={{ id: notice.id }} {...props} />}
          >
            {t('notice.review')}
          </Button>
          <WaysFromNotice caseId={notice.case} />
        </>
      }
    >
      <DraftBanners id={notice.id} writing={writing} />
      <div className={styles.columns}>
        <div className={styles.column}>
          <Card>
            <GroundField value={draft.ground} onChange={(ground) => change({ ground })} />
            {findingsAt('ground')}
          </Card>
          <IpRightCard {...part} />
          <ItemsCard {...part} />
          <SharedFactsCard {...part} />
          <RecipientsCard {...part} />
          <SigningCard {...part} />
          <TemplateCard {...part} />
        </div>
        <div className={styles.column}>
          <div className={styles.beside}>
            <SendCard {...part} check={check} />
            <PreviewCard id={notice.id} keptAt={keptAt} title={t('notice.preview')} />
            <RecordCard notice={notice} />
          </div>
        </div>
      </div>
    </Page>
  )
}

export function SavingState({ writing: { state } }: { writing: Writing }): ReactNode {
  const { t } = useText()
  return <span role="status">{t(`notice.saving.${state}`)}</span>
}

export function TemplateCard({ writing: { draft, change }, said }: PartProps): ReactNode {
  const { t } = useText()
  const templates = useTemplates()
  return (
    <Card title={t('notice.template')}>
      <NativeSelect
        label={t('notice.template')}
        description={t('notice.template.hint')}
        value={draft.template ?? ''}
        data={[
          { value: '', label: t('notice.template.standard') },
          ...(templates.data ?? []).map(({ id, name, ofCounsel }) => ({
            value: id,
            label: ofCounsel ? t('notice.template.of-counsel', { name }) : name,
          })),
        ]}
        onChange={({ currentTarget }) => change({ template: currentTarget.value })}
      />
      {said('template')}
    </Card>
  )
}
