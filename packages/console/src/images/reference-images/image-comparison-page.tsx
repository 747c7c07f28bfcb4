import { getRouteApi, Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { Card, Page } from '../../components/index.ts'
import { ImageComparison } from './image-comparison.tsx'

const route = getRouteApi('/member/catalog/reference-images/$id/listings/$listing/$place')

/** Compares a listing's picture with a reference image, at an address that can be shared. */
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
        <ImageComparison listing={listing} place={Number(place)} reference={id} />
      </Card>
    </Page>
  )
}
