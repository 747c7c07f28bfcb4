import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useText } from '../messages/index.ts'
import { rightsOf, useMember } from '../session/index.ts'

/** The ways from one page of the catalog to the others. */
export function CatalogTabs({
  here,
}: {
  here: 'brands' | 'products' | 'pictures' | 'claims' | 'import'
}): ReactNode {
  const { t } = useText()
  const rights = rightsOf(useMember())
  return (
    <>
      <Button
        variant={here === 'brands' ? 'light' : 'default'}
        renderRoot={(props) => <Link to="/catalog" {...props} />}
      >
        {t('catalog.brands')}
      </Button>
      <Button
        variant={here === 'products' ? 'light' : 'default'}
        renderRoot={(props) => <Link to="/catalog/products" {...props} />}
      >
        {t('catalog.products')}
      </Button>
      <Button
        variant={here === 'pictures' ? 'light' : 'default'}
        renderRoot={(props) => <Link to="/catalog/pictures" {...props} />}
      >
        {t('banks.title')}
      </Button>
      <Button
        variant={here === 'claims' ? 'light' : 'default'}
        renderRoot={(props) => <Link to="/catalog/claims" {...props} />}
      >
        {t('claims.title')}
      </Button>
      {rights.changeCatalog && (
        <Button
          variant={here === 'import' ? 'light' : 'filled'}
          renderRoot={(props) => <Link to="/catalog/import" {...props} />}
        >
          {t('catalog.import')}
        </Button>
      )}
    </>
  )
}
