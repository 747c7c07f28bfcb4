import { Button } from '@mantine/core'
import { getRouteApi, useCanGoBack, useNavigate, useRouter } from '@tanstack/react-router'
import type { DecisionVerdict } from '@touchstone/contract'
import { useState, type ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { InactiveBrands } from '../../brands/index.ts'
import { AddToCase, type ListingToAdd } from '../../investigation/case-components/index.ts'
import {
  CheatSheet,
  decisionOrder,
  Icon,
  KeyboardShortcutsButton,
  useTitle,
  type KeyRows,
} from '../../components/index.ts'
import {
  storedDecisionsOf,
  useDecisions,
  useCurrentDecision,
  type DecisionDetails,
} from '../../review/decisions/index.ts'
import { useKeys } from '../queue/keyboard-shortcuts.ts'
import styles from './listing-page.module.css'
import { ListingPanel } from './listing-panel.tsx'
import { useListing, type ListingWithVersions } from '../queries.ts'

const route = getRouteApi('/member/listings/$id')

export function ListingPage(): ReactNode {
  const { t } = useText()
  const { id } = route.useParams()
  const listingQuery = useListing(id)
  const desk = useDecisions()
  const currentDecision = useCurrentDecision()
  const rights = permissionsOf(useMember())
  const { history } = useRouter()
  const navigate = useNavigate()
  const canGoBack = useCanGoBack()
  const [said, setSaid] = useState<DecisionDetails>({})
  const [help, setHelp] = useState(false)
  const [following, setFollowing] = useState<readonly ListingToAdd[]>()
  useTitle(listingQuery.data?.listing.title ?? t('queue.title'))
  const back = (): void => {
    if (canGoBack) history.back()
    else void navigate({ to: '/listings' })
  }
  const decide = (verdict: DecisionVerdict): void => {
    if (!rights.decide || listingQuery.data === undefined) return
    const { version, listing } = listingQuery.data
    const decided = {
      id,
      version,
      standing: currentDecision(listingQuery.data),
      title: listing.title,
    }
    desk.decide({ listings: [decided], verdict, ...said })
    setSaid({})
  }
  useKeys({
    u: () => desk.undo(),
    w: () => {
      if (rights.decide && listingQuery.data)
        desk.withdraw(storedDecisionsOf([listingQuery.data], currentDecision))
    },
    c: () => {
      if (rights.workOnCases && listingQuery.data) setFollowing([toAdd(listingQuery.data)])
    },
    '?': () => setHelp(true),
    Escape: back,
    ...Object.fromEntries(
      decisionOrder.map((verdict, index) => [String(index + 1), () => decide(verdict)]),
    ),
  })
  return (
    <div className={styles.page}>
      <div className={styles.top}>
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<Icon name="back" size={16} />}
          onClick={back}
        >
          {t('listing.back')}
        </Button>
        <KeyboardShortcutsButton size="compact-sm" onClick={() => setHelp(true)} />
      </div>
      <InactiveBrands inset />
      <ListingPanel id={id} heading="h1" said={said} onSay={setSaid} onDecide={decide} />
      <AddToCase listings={following} onClose={() => setFollowing(undefined)} />
      <CheatSheet keys={useListingKeys()} opened={help} onClose={() => setHelp(false)} />
    </div>
  )
}

function toAdd({ id, listing, assessment }: ListingWithVersions): ListingToAdd {
  const brands = assessment?.brands.map((brand) => brand.id) ?? []
  return { id, title: listing.title, brands }
}

/** The keys of the queue that have a meaning for one listing. */
function useListingKeys(): KeyRows {
  const { t } = useText()
  return [
    ...decisionOrder.map(
      (verdict, index) =>
        [
          [String(index + 1)],
          t('shortcut.decide', { decision: t(`decision.${verdict}`) }),
        ] as const,
    ),
    [['u'], t('shortcut.undo')],
    [['w'], t('shortcut.withdraw')],
    [['c'], t('shortcut.case')],
    [['Esc'], t('listing.back')],
    [['?'], t('shortcut.help')],
  ]
}
