/** How much of the disk derived files may take. All of them are made again when they are asked for. */

const GIGABYTE = 1e9;

/** Pyramids of large pictures: some 24 MB for 200 megapixels. */
export const PYRAMID_CACHE_BYTES = 2 * GIGABYTE;
/** So much of the disk is left to what is no cache: the journal and the vault. */
export const KEPT_FREE_BYTES = GIGABYTE;
/** Thumbnails and reading copies: about half a megabyte for a page. */
export const PICTURE_CACHE_BYTES = 10 * GIGABYTE;
