import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useText } from '../messages/index.ts'
import { rightsOf, useMember } from '../session/index.ts'

/** The ways from one page of the catalog to the others. */
export function CatalogTabs(): ReactNode {
  const { t } = useText()
  const rights = rightsOf(useMember())
  return (
    <>
      <Button variant="default" renderRoot={(props) => <Link to="/catalog" {...props} />}>
        {t('catalog.brands')}
      </Button>
      <Button variant="default" renderRoot={(props) => <Link to="/catalog/products" {...props} />}>
        {t('catalog.products')}
      </Button>
      {rights.changeCatalog && (
        <Button renderRoot={(props) => <Link to="/catalog/import" {...props} />}>
          {t('catalog.import')}
        </Button>
      )}
    </>
  )
}
