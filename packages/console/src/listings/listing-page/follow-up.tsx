import { Button, Group } from '@mantine/core'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import {
  RequestCapture,
  CapturesList,
  CasesOfListing,
  ProceedingsList,
  SharedNotes,
  type CaptureRequest,
  type ListingToAdd,
} from '../../investigation/case-components/index.ts'
import { useText } from '../../messages/index.ts'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { AddToCase } from '../queue/add-to-case.tsx'
import styles from './follow-up.module.css'
import type { ListingWithVersions } from '../queries.ts'

/** Cases, captures and proceedings of a listing. */
export function FollowUp({ listing: listingItem }: { listing: ListingWithVersions }): ReactNode {
  const { t } = useText()
  const navigate = useNavigate()
  const rights = permissionsOf(useMember())
  const [following, setFollowing] = useState<readonly ListingToAdd[]>()
  const [wish, setWish] = useState<CaptureRequest>()
  const { id, listing, assessment } = listingItem
  const brands = assessment?.brands.map((brand) => brand.id) ?? []
  return (
    <div className={styles.parts}>
      <Group gap="sm">
        {rights.workOnCases && (
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => setFollowing([{ id, title: listing.title, brands }])}
          >
            {t('cases.new')}
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
      <CasesOfListing listing={id} />
      <SharedNotes of={{ listing: id }} />
      {rights.handleEvidence && (
        <CapturesList of={{ listing: id }} none={t('captures.none-of-listing')} />
      )}
      <ProceedingsList of={{ listing: id }} none={t('proceedings.none-of-listing')} />
      <AddToCase listings={following} onClose={() => setFollowing(undefined)} />
      <RequestCapture
        wish={wish}
        onClose={() => setWish(undefined)}
        onAsked={(asked) => void navigate({ to: '/captures/$id', params: { id: asked } })}
      />
    </div>
  )
}
