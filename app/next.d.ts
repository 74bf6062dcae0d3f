// What next-env.d.ts brings (CSS modules, images), there before the first build too.
/// <reference types="next" />
/// <reference types="next/image-types/global" />
