import { NativeSelect } from '@mantine/core'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { Card, Columns, Empty, Page, Paged } from '../../components/index.ts'
import { CatalogTabs } from './catalog-tabs.tsx'
import { MissedPictures } from './missing-images.tsx'
import { useBrands, useProducts } from './catalog-queries.ts'

const route = getRouteApi('/member/catalog/products')

/** The products of one brand or of all. */
export function ProductsPage(): ReactNode {
  const { t } = useText()
  const { brand } = route.useSearch()
  const navigate = useNavigate()
  const brands = useBrands()
  const known = brands.data?.pages.flatMap(({ items }) => items) ?? []
  return (
    <Page
      title={t('catalog.products')}
      lead={t('products.description')}
      actions={<CatalogTabs here="products" />}
    >
      <Card
        actions={
          <NativeSelect
            size="xs"
            aria-label={t('queue.brand')}
            value={brand ?? ''}
            data={[
              { value: '', label: t('queue.brand.all') },
              ...known.map((one) => ({ value: one.brand.id, label: one.brand.name })),
            ]}
            onChange={({ currentTarget: { value } }) =>
              void navigate({
                to: '/catalog/products',
                search: value === '' ? {} : { brand: value },
              })
            }
          />
        }
      >
        <Products
          brand={brand}
          names={new Map(known.map((one) => [one.brand.id, one.brand.name]))}
        />
      </Card>
      <MissedPictures />
    </Page>
  )
}

type ProductsProps = { brand: string | undefined; names: ReadonlyMap<string, string> }

function Products({ brand, names }: ProductsProps): ReactNode {
  const { t, money } = useText()
  const products = useProducts(brand)
  return (
    <Paged
      pages={products}
      empty={
        <Empty title={t('products.empty')} icon="catalog">
          {t('products.empty.text')}
        </Empty>
      }
    >
      {(items) => (
        <Columns
          caption={t('catalog.products')}
          heads={[
            t('product.title'),
            t('product.brand'),
            t('product.codes'),
            t('product.msrp'),
            t('product.status'),
          ]}
        >
          {items.map(({ product }) => (
            <tr key={product.id}>
              <td>{product.name}</td>
              <td>{names.get(product.brand) ?? product.brand}</td>
              <td>
                {[...(product.styleCodes ?? []), product.gtin ?? []].flat().join(', ') || '–'}
              </td>
              <td className="figures">
                {product.msrp?.map(({ amount, currency }) => money(amount, currency)).join(', ') ??
                  '–'}
              </td>
              <td className="short">
                {product.status === undefined ? '–' : t(`product-status.${product.status}`)}
              </td>
            </tr>
          ))}
        </Columns>
      )}
    </Paged>
  )
}
