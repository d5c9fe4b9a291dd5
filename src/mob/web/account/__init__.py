"""Sign-up, sign-in and account pages, over allauth."""
