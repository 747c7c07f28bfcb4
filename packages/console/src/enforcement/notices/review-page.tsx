import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { NoticeDraftView } from '@touchstone/contract'
import { useState, type ReactNode } from 'react'
import {
  GroundField,
  leftOutKey,
  NoticeHistory,
} from '../../investigation/case-components/index.ts'
import { useText } from '../../messages/index.ts'
import { Card, Page } from '../../components/index.ts'
import { findingsByField, findingsOf, type PlaceOfForm } from './check-findings.ts'
import { DraftBanners } from './draft-banners.tsx'
import { isUnderWay, useDraftCaptures } from './draft-captures.ts'
import { SavingState, TemplateCard, type PartProps } from './draft-page.tsx'
import { FieldFindings } from './field-findings.tsx'
import { IpRightCard } from './ip-right-card.tsx'
import { WaysFromNotice } from './notice-links.tsx'
import { useCheck, type NoticeDetailView } from './notice-queries.ts'
import styles from './notices.module.css'
import { PreviewCard } from './preview-card.tsx'
import { RecipientsCard } from './recipients-card.tsx'
import { useRecipientName } from './recipient-picker.tsx'
import { ReviewItemsCard } from './review-items-card.tsx'
import { SendCard } from './send-card.tsx'
import { SharedFactsCard } from './shared-facts-card.tsx'
import { SigningCard } from './signing-card.tsx'
import { useDraft } from './use-draft.ts'

/** A draft as its recipient will see it, what still blocks it with the field that mends it, and one button. */
export function ReviewPage({ notice }: { notice: NoticeDetailView }): ReactNode {
  const { t, list } = useText()
  const writing = useDraft(notice)
  const { draft, change, keptAt } = writing
  const captures = useDraftCaptures(notice, draft)
  const ended = captures.data?.filter((one) => !isUnderWay(one)).length ?? 0
  const [endedBefore, setEndedBefore] = useState<number>()
  if (captures.data !== undefined && endedBefore === undefined) setEndedBefore(ended)
  // A capture that ends meanwhile changes the result without an edit.
  const checkedAt = keptAt + (endedBefore === undefined ? 0 : ended - endedBefore)
  const check = useCheck(notice.id, checkedAt)
  const nameOf = useRecipientName(notice.id)
  const sentences = findingsOf(check.data)
  const items = draft.items.length
  const at = (place: PlaceOfForm | 'else', item?: number) =>
    findingsByField(sentences, place, { items, ...(item !== undefined && { item }) })
  const findingsAt: PartProps['said'] = (place, item) => (
    <FieldFindings sentences={at(place, item)} />
  )
  const blocked = mendable.filter((place) => at(place).some(({ isWarning }) => !isWarning))
  const shown = useShownOnce(blocked)
  const isBlocked = (...places: PlaceOfForm[]): boolean => places.some((place) => shown.has(place))
  const part = { notice, writing, said: findingsAt, isRepeated: () => false }
  const names = draft.recipients.map(nameOf)
  return (
    <Page
      title={t('review.title', { ground: t(`notice-ground.${draft.ground}`) })}
      lead={
        <>
          {names.length > 0 && `${t('review.to', { names: list(names) })} · `}
          <SavingState writing={writing} />
        </>
      }
      actions={
        <>
          <Button
            variant="default"
            renderRoot={(props) => (
              <Link
                to="/notices/$id"
                params={{ id: notice.id }}
                search={{ edit: true }}
                {...props}
              />
            )}
          >
            {t('review.edit')}
          </Button>
          <WaysFromNotice caseId={notice.case} />
        </>
      }
    >
      <DraftBanners id={notice.id} writing={writing}>
        <LeftOut notice={notice.id} />
      </DraftBanners>
      <div className={styles.columns}>
        <div className={styles.column}>
          <ReviewItemsCard {...part} sentences={sentences} captures={captures.data ?? []} />
          <PreviewCard id={notice.id} keptAt={checkedAt} title={t('review.preview')} />
        </div>
        <div className={styles.column}>
          <SendCard {...part} check={check} isReview />
          {isBlocked('recipients') && <RecipientsCard {...part} />}
          {isBlocked('signatory', 'contact', 'good-faith') && <SigningCard {...part} />}
          {isBlocked('right', 'territory', 'classes') && <IpRightCard {...part} />}
          {isBlocked('ground') && (
            <Card>
              <GroundField value={draft.ground} onChange={(ground) => change({ ground })} />
              {findingsAt('ground')}
            </Card>
          )}
          {isBlocked('words') && <SharedFactsCard {...part} />}
          {isBlocked('template') && <TemplateCard {...part} />}
          <Card title={t('notice-history.title')} lead={t('notice-history.description')}>
            <NoticeHistory of={{ notice: notice.id }} />
          </Card>
        </div>
      </div>
    </Page>
  )
}

/** The listings that were asked for and are not in the draft, by cause. */
function LeftOut({ notice }: { notice: string }): ReactNode {
  const { t } = useText()
  const leftOut = useQueryClient().getQueryData<NoticeDraftView['leftOut']>(leftOutKey(notice))
  if (leftOut === undefined || leftOut.length === 0) return null
  const causes = Map.groupBy(leftOut, ({ reason }) => reason)
  return (
    <div className={styles.back} role="note">
      {[...causes].map(([reason, { length: count }]) => (
        <div key={reason}>{t(`review.left-out.${reason}`, { count })}</div>
      ))}
    </div>
  )
}

/** The findings that a card beside the notice mends. */
const mendable = [
  'recipients',
  'signatory',
  'contact',
  'good-faith',
  'right',
  'territory',
  'classes',
  'ground',
  'words',
  'template',
] as const satisfies PlaceOfForm[]

/** Places that were named at least once: a field stays while it is being filled in. */
function useShownOnce<Place extends string>(now: readonly Place[]): ReadonlySet<string> {
  const [shown, setShown] = useState<ReadonlySet<string>>(new Set())
  const added = now.filter((place) => !shown.has(place))
  if (added.length > 0) setShown(new Set([...shown, ...added]))
  return shown
}
