import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { useText } from '../../messages/index.ts'
import { Card, Columns, Empty, Moment, More, Page, QueryStatus } from '../../components/index.ts'
import { CatalogTabs } from './catalog-tabs.tsx'
import { InactiveBrands } from './inactive-brands.tsx'
import { useBrands } from './catalog-queries.ts'

export function BrandsPage(): ReactNode {
  const { t } = useText()
  return (
    <Page
      title={t('catalog.title')}
      lead={t('catalog.description')}
      actions={<CatalogTabs here="brands" />}
    >
      <InactiveBrands />
      <Brands />
    </Page>
  )
}

function Brands(): ReactNode {
  const { t, number } = useText()
  const brands = useBrands()
  const rights = permissionsOf(useMember())
  if (!brands.isSuccess) return <QueryStatus query={brands} />
  const items = brands.data.pages.flatMap((page) => page.items)
  if (items.length === 0) {
    return (
      <Card>
        <Empty
          title={t('catalog.empty')}
          icon="catalog"
          actions={
            rights.changeCatalog && (
              <Button renderRoot={(props) => <Link to="/catalog/brands/new" {...props} />}>
                {t('brand.add')}
              </Button>
            )
          }
        >
          {t(rights.changeCatalog ? 'catalog.empty.text' : 'catalog.empty.read-only')}
        </Empty>
      </Card>
    )
  }
  return (
    <Card title={t('catalog.brands')}>
      <Columns
        caption={t('catalog.brands')}
        heads={[
          t('brand.name'),
          t('brand.id'),
          t('brand.aliases'),
          t('brand.rights'),
          t('brand.changed'),
        ]}
      >
        {items.map(({ brand, changedAt }) => (
          <tr key={brand.id}>
            <td>
              <Link to="/catalog/brands/$id" params={{ id: brand.id }}>
                {brand.name}
              </Link>
            </td>
            <td>{brand.id}</td>
            <td className="figures">{number(brand.aliases?.length ?? 0)}</td>
            <td className="figures">{number(brand.rights?.length ?? 0)}</td>
            <td>
              <Moment at={changedAt} only="day" />
            </td>
          </tr>
        ))}
      </Columns>
      <More pages={brands} />
    </Card>
  )
}
