"""Case stories: told as a statistician tells them, counted as the product counts them."""
