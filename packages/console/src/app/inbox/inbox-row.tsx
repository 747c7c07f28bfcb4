import { Button } from '@mantine/core'
import { lazyRouteComponent, useRouter } from '@tanstack/react-router'
import type { DecisionVerdict, InboxItemView, Verdict } from '@touchstone/contract'
import { Suspense, type MouseEvent, type ReactNode } from 'react'
import { useMarketplaceName } from '../../connection/index.ts'
import { VisibleText } from '../../assessment/index.ts'
import { ListingThumbnail, type ListingThumbnailProps } from '../../images/thumbnails/index.ts'
import { useText, withMessages } from '../../messages/index.ts'
import {
  decisionOrder,
  DecisionMark,
  Icon,
  StateMark,
  TimeLeft,
  useNow,
  VerdictMark,
  verdictOrder,
  type IconName,
} from '../../components/index.ts'
import styles from './inbox.module.css'

const icons: Readonly<Record<InboxItemView['kind'], IconName>> = {
  'received-notice': 'inbox',
  appeal: 'answers',
  'follow-up': 'inbox',
  'proof-submission': 'answers',
  deadline: 'clock',
  'decision-approval': 'check',
  'notice-approval': 'notice',
  'link-review': 'account',
  'dossier-contest': 'dossier',
  'claim-decision': 'catalog',
  'marketplace-response': 'notice',
  'buyer-report': 'answers',
  'code-alarm': 'warning',
  'case-due': 'cases',
  'failed-capture': 'captures',
  'failing-webhook': 'hook',
  'failed-job': 'jobs',
  setup: 'thresholds',
  finding: 'listings',
  seller: 'account',
}

/** Only the operator needs these names. */
const JobName = lazyRouteComponent(
  () => withMessages(['operator'], import('./job-name.tsx')),
  'JobName',
)

/** Deadlines are named in English until the words of their law have loaded. */
const LimitName = lazyRouteComponent(
  () => withMessages(['proceedings', 'regimes'], import('./limit-name.tsx')),
  'LimitName',
)

type InboxRowProps = { item: InboxItemView; isActing: boolean; onAct: () => void }

/** One item: its kind, title, sender, age and deadline, and the step that completes it, else the way to its page. */
export function InboxRow({ item, isActing, onAct }: InboxRowProps): ReactNode {
  const { t, ago, word } = useText()
  const marketplaceName = useMarketplaceName()
  const router = useRouter()
  const now = useNow()
  const { id, kind, title, brand, seller, marketplace, from, since, until, path, action, detail } =
    item
  // What was handled unread is lost, so reading comes first.
  const isRead = action === 'mark-handled'
  const heading = title ?? detailOf(word, item) ?? t(`inbox.kind.${kind}`)
  const open = (event: MouseEvent): void => {
    // With a modifier key the browser opens a new tab or window.
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    router.history.push(path)
  }
  const facts = [
    brand !== heading && brand,
    // An appeal is somebody’s, also where the seller is a private person.
    seller?.slice(0, 60) ?? (detail?.startsWith('appeal-') && t('inbox.seller-not-named')),
    marketplace && marketplaceName(marketplace),
    from !== null && t('inbox.from', { name: from }),
    kind !== 'deadline' && ago(since, now),
  ].filter((part) => part !== null && part !== undefined && part !== false && part !== '')
  return (
    <li className={styles.row}>
      <a className={styles.link} href={path} onClick={open} data-inbox-row>
        <Picture item={item} title={heading} />
        <span className={styles.words}>
          <span className={styles.top}>
            <span className={styles.kind}>{t(`inbox.kind.${kind}`)}</span>
            <Detail item={item} />
          </span>
          <span className={styles.title} dir="auto">
            {kind === 'failed-job' ? (
              <JobName queue={id} />
            ) : (
              <VisibleText text={heading.slice(0, 300)} />
            )}
          </span>
          <span className={styles.facts}>{facts.join(' · ')}</span>
        </span>
        <span className={styles.until}>{until !== null && <TimeLeft at={until} />}</span>
      </a>
      {/* The row has a key for each, so the buttons need no Tab stop. */}
      <span className={styles.actions}>
        {(action === null || isRead) && (
          <Button
            size="xs"
            variant="default"
            tabIndex={-1}
            onClick={() => router.history.push(path)}
          >
            {word(`inbox.open.${kind}.${detail}`) ?? t(`inbox.open.${kind}`)}
          </Button>
        )}
        {action !== null && (
          <Button
            size="xs"
            variant={isRead ? 'subtle' : 'default'}
            tabIndex={-1}
            loading={isActing}
            onClick={onAct}
          >
            {t(`inbox.action.${action}`)}
          </Button>
        )}
      </span>
    </li>
  )
}

/** What the title of a kind names, unless a listing. */
const titled: Readonly<Partial<Record<InboxItemView['kind'], ListingThumbnailProps['of']>>> = {
  'notice-approval': 'notice',
  'marketplace-response': 'notice',
  'case-due': 'case',
  'failed-capture': 'capture',
}

/** The picture of the listing that stands for an item, else the icon of its kind. */
function Picture({ item, title }: { item: InboxItemView; title: string }): ReactNode {
  const { kind, listing } = item
  const icon = (
    <span className={styles.icon}>
      <Icon name={icons[kind]} size={18} />
    </span>
  )
  if (listing === null) return icon
  return (
    <ListingThumbnail
      listing={listing}
      title={title}
      of={titled[kind] ?? 'listing'}
      size="small"
      // The row of a finding is about its pictures: it says why there is none.
      instead={kind === 'finding' ? undefined : icon}
    />
  )
}

type Word = ReturnType<typeof useText>['word']

function detailOf(word: Word, { kind, detail }: InboxItemView): string | undefined {
  return detail === null ? undefined : word(`inbox.detail.${kind}.${detail}`)
}

/** The detail of an item: a verdict or decision as a mark, else a state or reason in words. */
function Detail({ item }: { item: InboxItemView }): ReactNode {
  const { word, locale, signalName } = useText()
  const { kind, title, detail, signal, limit } = item
  if (detail === null) return null
  if (kind === 'finding') {
    return (
      <>
        <VerdictMark verdict={verdictOrder.find((one): one is Verdict => one === detail)} />
        {signal !== null && <span className={styles.reason}>{signalName(signal)}</span>}
      </>
    )
  }
  const verdict = decisionOrder.find((one): one is DecisionVerdict => one === detail)
  if (kind === 'decision-approval' && verdict !== undefined)
    return <DecisionMark verdict={verdict} />
  const words = detailOf(word, item)
  // Without a title the detail is the heading.
  if (title === null) return null
  if (words !== undefined) return <StateMark tone="plain">{words}</StateMark>
  return kind === 'deadline' || kind === 'failed-capture' ? (
    <span className={styles.reason}>
      {limit === null || locale === 'en' ? (
        detail
      ) : (
        <Suspense fallback={detail}>
          <LimitName limit={limit} title={detail} />
        </Suspense>
      )}
    </span>
  ) : null
}
