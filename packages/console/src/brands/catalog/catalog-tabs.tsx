import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { HeadTabs } from '../../components/index.ts'

type CatalogPlace = 'brands' | 'products' | 'pictures' | 'claims' | 'import'

export function CatalogTabs({ here }: { here: CatalogPlace }): ReactNode {
  const { t } = useText()
  const rights = permissionsOf(useMember())
  return (
    <>
      <HeadTabs
        here={here}
        tabs={[
          ['brands', '/catalog', t('catalog.brands')],
          ['products', '/catalog/products', t('catalog.products')],
          ['pictures', '/catalog/reference-images', t('reference-images.title')],
          ['claims', '/catalog/claims', t('claims.title')],
        ]}
      />
      {rights.changeCatalog && (
        <Button
          variant={here === 'brands' ? 'filled' : 'default'}
          renderRoot={(props) => <Link to="/catalog/brands/new" {...props} />}
        >
          {t('brand.add')}
        </Button>
      )}
      {rights.changeCatalog && (
        <Button
          variant={here === 'import' ? 'light' : 'default'}
          renderRoot={(props) => <Link to="/catalog/import" {...props} />}
        >
          {t('catalog.import')}
        </Button>
      )}
    </>
  )
}
