/** The municipalities of the samples, by their codes (SCB, Kommuner i kodnummerordning); 0000 is invented. */
export const municipalityNames: Readonly<Record<string, string>> = {
  '0000': 'Exempelkommunen',
  '0136': 'Haninge',
  '0180': 'Stockholm',
  '0780': 'Växjö',
  '1281': 'Lund',
  '1283': 'Helsingborg',
  '1862': 'Degerfors',
  '2031': 'Rättvik'
}
