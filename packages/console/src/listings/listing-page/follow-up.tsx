import { Button, Group } from '@mantine/core'
import { lazyRouteComponent, Link, useNavigate } from '@tanstack/react-router'
import { Suspense, useState, type ReactNode } from 'react'
import {
  Enforce,
  NoticeHistory,
  useEnforce,
  AddToCase,
  RequestCapture,
  CapturesList,
  CasesOfListing,
  OpenSellerCase,
  ProceedingsList,
  SharedNotes,
  type CaptureRequest,
  type ListingToAdd,
} from '../../investigation/case-components/index.ts'
import { useText, withMessages } from '../../messages/index.ts'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import styles from './follow-up.module.css'
import type { ListingWithVersions } from '../queries.ts'

/** Loaded when it is shown, so that the queue does not load the messages of appeals. */
const AskForProof = lazyRouteComponent(
  () => withMessages(['appeals', 'cases', 'enforce'], import('./ask-for-proof.tsx')),
  'AskForProof',
)

/** Cases, captures and proceedings of a listing. */
export function FollowUp({ listing: listingItem }: { listing: ListingWithVersions }): ReactNode {
  const { t } = useText()
  const navigate = useNavigate()
  const rights = permissionsOf(useMember())
  const [following, setFollowing] = useState<readonly ListingToAdd[]>()
  const [wish, setWish] = useState<CaptureRequest>()
  const [opening, setOpening] = useState(false)
  const enforcing = useEnforce()
  const { id, listing, assessment, sellerAccount } = listingItem
  const brands = assessment?.brands.map((brand) => brand.id) ?? []
  return (
    <div className={styles.parts}>
      <Group gap="sm">
        <Enforce subject={{ listings: [id] }} enforcing={enforcing} />
        {rights.workOnCases && (
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => setFollowing([{ id, title: listing.title, brands }])}
          >
            {t('cases.new')}
          </Button>
        )}
        {rights.workOnCases && sellerAccount !== null && (
          <Button size="compact-sm" variant="default" onClick={() => setOpening(true)}>
            {t('seller-case.open')}
          </Button>
        )}
        {rights.handleEvidence && (
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => setWish({ listing: id, url: listing.url })}
          >
            {t('captures.request')}
          </Button>
        )}
        {rights.actInProceedings && (
          <Button
            size="compact-sm"
            variant="default"
            renderRoot={(props) => <Link to="/proceedings" search={{ listing: id }} {...props} />}
          >
            {t('proceedings.open')}
          </Button>
        )}
      </Group>
      <Suspense
        fallback={
          <p className={styles.fine} aria-busy>
            {t('state.loading')}
          </p>
        }
      >
        <AskForProof listing={listingItem} />
      </Suspense>
      {rights.sendNotices && <NoticeHistory of={{ listing: id }} />}
      <CasesOfListing listing={id} />
      <SharedNotes of={{ listing: id }} />
      {rights.handleEvidence && (
        <CapturesList of={{ listing: id }} none={t('captures.none-of-listing')} />
      )}
      <ProceedingsList of={{ listing: id }} none={t('proceedings.none-of-listing')} />
      <AddToCase listings={following} onClose={() => setFollowing(undefined)} />
      {sellerAccount !== null && (
        <OpenSellerCase
          seller={{
            id: sellerAccount,
            name: listing.seller?.name ?? listing.seller?.id ?? listing.title,
            brands,
          }}
          opened={opening}
          onClose={() => setOpening(false)}
          onDone={(kase) => void navigate({ to: '/cases/$id', params: { id: kase } })}
        />
      )}
      <RequestCapture
        wish={wish}
        onClose={() => setWish(undefined)}
        onAsked={(capture) => void navigate({ to: '/captures/$id', params: { id: capture } })}
      />
    </div>
  )
}
