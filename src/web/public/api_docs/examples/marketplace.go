package main

import (
	"encoding/json"
	"fmt"
	"log"
	"net/http"
)

type page struct {
	Message string  `json:"message"`
	Next    *string `json:"next_page_url"`
	Data    []struct {
		Number     string `json:"order_number"`
		Commission string `json:"commission_amount"`
		Status     string `json:"status"`
	} `json:"data"`
}

func get(url string) (page, error) {
	var found page
	request, err := http.NewRequest("GET", url, nil)
	if err != nil {
		return found, err
	}
	request.Header.Set("Authorization", "Bearer __KEY__")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return found, err
	}
	defer response.Body.Close()
	return found, json.NewDecoder(response.Body).Decode(&found)
}

// Every referral order, page by page.
func main() {
	first := "__PANEL__/api/v1/referral?per_page=100"
	for next := &first; next != nil; {
		found, err := get(*next)
		if err != nil {
			log.Fatal(err)
		}
		if found.Message != "" {
			log.Fatal(found.Message)
		}
		for _, order := range found.Data {
			fmt.Println(order.Number, order.Commission, order.Status)
		}
		next = found.Next
	}
}
