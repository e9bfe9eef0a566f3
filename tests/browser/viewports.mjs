// How large the screens of the tests are.

/** Sizes that every screen must look good at. */
export const VIEWPORTS = {
  desk: { width: 1440, height: 900 },
  laptop: { width: 1024, height: 768 },
  phone: { width: 390, height: 844 },
};
