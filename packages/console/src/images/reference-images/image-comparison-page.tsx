import { getRouteApi, Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { Card, Page } from '../../surface/index.ts'
import { ImageComparison } from './image-comparison.tsx'

const route = getRouteApi('/member/catalog/pictures/$id/offers/$listing/$place')

/** Why a picture of a listing and a reference match: a page that can be named to others. */
export function ComparisonPage(): ReactNode {
  const { t } = useText()
  const { id, listing, place } = route.useParams()
  return (
    <Page
      title={t('image-comparison.title')}
      lead={t('image-comparison.description')}
      actions={
        <>
          <Link to="/listings/$id" params={{ id: listing }}>
            {t('image-comparison.open-listing')}
          </Link>
          <Link to="/catalog/reference-images/$id" params={{ id }}>
            {t('image-comparison.open-reference')}
          </Link>
        </>
      }
    >
      <Card>
        <ImageComparison offer={listing} place={Number(place)} reference={id} />
      </Card>
    </Page>
  )
}
